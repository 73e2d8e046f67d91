"""Services that give e-mail addresses away for minutes, those that have been there for years.

A short list that needs no renewal; moderators add to it and take from it in the rule. The package of this name mirrors
thousands, of which most are gone within weeks, and is as old as the last installation.
"""

_LISTED = """
    0-mail.com 10minutemail.com 10minutemail.net 20minutemail.com 33mail.com anonbox.net anonymbox.com burnermail.io
    byom.de deadaddress.com discard.email discardmail.com discardmail.de dispostable.com dodgeit.com dropmail.me
    emailondeck.com emailtemporanea.com fakeinbox.com fakemail.net fakemailgenerator.com filzmail.com getairmail.com
    getnada.com grr.la guerrillamail.biz guerrillamail.com guerrillamail.de guerrillamail.info guerrillamail.net
    guerrillamail.org guerrillamailblock.com harakirimail.com inboxkitten.com incognitomail.org jetable.com
    jetable.net jetable.org kasmail.com mail-temporaire.fr mailcatch.com maildrop.cc mailexpire.com mailinator.com
    mailinator.net mailinator.org mailmoat.com mailnesia.com mailnull.com mailsac.com mailtemp.info meltmail.com
    mintemail.com moakt.com mohmal.com mt2015.com mytemp.email mytrashmail.com nada.email nospamfor.us nowmymail.com
    pookmail.com sharklasers.com shortmail.net sneakemail.com sofort-mail.de spam4.me spamavert.com spambog.com
    spambox.us spamcero.com spamex.com spamfree24.org spamgourmet.com spamhole.com spammotel.com temp-mail.io
    temp-mail.org tempail.com tempe-mail.com tempemail.net tempinbox.com tempmail.net tempmailaddress.com
    tempmailo.com tempomail.fr temporaryemail.net temporaryinbox.com tempr.email thankyou2010.com throwam.com
    throwawaymail.com trash-mail.at trash-mail.com trash-mail.de trashmail.at trashmail.com trashmail.de
    trashmail.me trashmail.net trashymail.com tyldd.com wegwerfemail.de wegwerfmail.de wegwerfmail.net
    wegwerfmail.org yopmail.com yopmail.fr yopmail.net zehnminutenmail.de
"""
DOMAINS = frozenset(_LISTED.split())
