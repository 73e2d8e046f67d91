// The title beside a number is that of the stored object: hide it while the field says another.
"use strict";
django.jQuery(document).on("change", ".by-number input", function () {
    const title = this.parentElement.querySelector(".chosen");
    if (title) {
        title.hidden = this.value !== this.defaultValue;
    }
});
