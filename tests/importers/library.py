"""A folder of uploads, and pictures small enough to be made in a test."""

import io

from PIL import Image

from tests.importers.readers.exports import item

UPLOADS = "http://tide.example.org/blog/wp-content/uploads"


def picture(colour="red", size=(4, 3), kind="PNG"):
    """Return the bytes of a picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def shelve(folder, **files):
    """Write files below a folder; names have "__" for "/" in keyword arguments, or come as a dict `named`."""
    for name, data in files.pop("named", files).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def attachment(post_id=20, file="2009/03/boat.png", **fields):
    """Return an item of the library."""
    stated = {
        "title": "A boat",
        "content__encoded": "",
        "wp__post_type": "attachment",
        "wp__status": "inherit",
        "wp__attachment_url": f"{UPLOADS}/{file}",
    }
    return item(post_id, **(stated | fields))
