"""What the spammers of `feedback_archive` sell and say, in their own manners. Every sentence is our own.

`{w}` is a word that spam sells, `{link}` an address, `{n}` a number, `{title}` the post's title, `{quote}` a passage
of it.
"""

# What spam sells, and from which year on.
GOODS = {
    "pills": (2004, "viagra cialis tramadol pharmacy pills prescription generic online xanax phentermine meds dosage"),
    "poker": (2004, "poker casino roulette blackjack slots betting bonus jackpot online chips holdem baccarat"),
    "loans": (2004, "loan mortgage refinance debt credit payday consolidation rates approval insurance cash lenders"),
    "watches": (2005, "replica watches handbags rolex designer outlet sunglasses jewelry luxury wholesale sneakers"),
    "adult": (2004, "webcam dating singles hot girls cams free video adult lesbian escort nude chat"),
    "rank": (2007, "seo backlinks ranking traffic website google visitors optimization keywords indexing rank"),
    "ringtones": (2004, "ringtones polyphonic mobile logos downloads free wallpaper nokia tones cellphone"),
    "software": (2006, "crack keygen download torrent serial full version windows license oem software activation"),
    "diet": (2009, "diet weight loss acai berry fat burner slim detox cleanse calories supplement garcinia"),
    "shoes": (2010, "boots outlet cheap jordan uggs nike ghd coach louis jackets moncler sale"),
    "essays": (2012, "essay dissertation writing service homework paper academic writers thesis assignment plagiarism"),
    "streams": (2014, "watch full movie hd stream episodes season free online putlocker subtitles match live"),
    "spells": (2014, "spell caster ex lover back powerful doctor marriage love spells testimony herbal cure"),
    "coins": (2015, "bitcoin crypto invest wallet mining forex profit trading signals doubled broker binary options"),
    "keto": (2016, "keto cbd oil gummies hemp tincture pain relief trial bottle capsules vape"),
    "likes": (2016, "followers likes subscribers instagram buy views promote channel giveaway hack generator gems"),
}
GOODS_ELSEWHERE = {
    "fr": (2007, "crédit rapide rachat voyance gratuite casino en ligne pas cher rencontre soldes sac minceur prêt"),
    "it": (2008, "prestiti online casinò scommesse incontri dimagrire farmacia economici sconti borse mutuo gratis"),
    "de": (2007, "kredit ohne schufa casino online abnehmen billig kaufen potenzmittel singles gratis rabatt"),
    "es": (2009, "préstamos rápidos casino online adelgazar baratos comprar citas gratis apuestas descuento"),
    "pt": (2011, "empréstimo rápido emagrecer barato comprar cassino apostas grátis desconto remédio"),
    "nl": (2010, "lening zonder bkr casino online afvallen goedkoop kopen korting gratis daten"),
    "ru": (
        2008,
        "купить дешево заработок казино онлайн скачать бесплатно кредит знакомства продвижение сайтов таблетки",
    ),
}
# Manners of spam: from when, and templates.
LISTS = (
    "{w} {w} {w} {link} {w} {w} {link} {w} {w} {link}",
    "{w} {w}, {w} {w} and {w} {w} - {link}",
    '<a href="{link}">{w} {w}</a> <a href="{link}">{w} {w}</a> <a href="{link}">buy {w}</a>',
    "[url={link}]{w} {w}[/url] [url={link}]{w} {w}[/url] {w}",
    "[URL={link}]cheap {w}[/URL] [link={link}]{w} {w}[/link]",
    "{link} {link} {link} {link} {link}",
)
PITCHES = {
    "en": (
        "Buy {w} {w} now, no {w} needed, discreet delivery in {n} hours: {link}",
        "Best {w} and {w} on the net, {n}% off this week only {link}",
        "Hi all! I can recommend {w} {w} from {link} - I saved {n} dollars.",
        "Are you looking for {w} {w}? Visit {link} for the lowest prices.",
        "I earn {n} dollars a week from home with {w}, ask me how: {link}",
        "Need {w}? We offer {w}, {w} and {w} to customers worldwide. Contact us at {link}",
        "Check out my site for {w} {w} and get a free {w}!! {link}",
        "My life changed when I found {w}. Now I tell everybody: {link}",
        "Get your {w} {w} today and forget about {w}. Click here {link}",
        "Our company is proud to be the number {n} in {w} and {w}. {link}",
    ),
    "fr": ("Le meilleur {w} {w} est ici : {link}", "{w} {w} en {n} minutes, sans justificatif : {link}",
           "Découvrez {w} et {w} sur {link}", "Bonjour, besoin de {w} ? Cliquez : {link}"),
    "it": ("I migliori {w} {w} sono qui: {link}", "{w} {w} in {n} minuti, senza garanzie: {link}",
           "Scopri {w} e {w} su {link}"),
    "de": ("Hier gibt es {w} {w}: {link}", "{w} {w} in {n} Minuten, ohne Nachweis: {link}",
           "Jetzt {w} und {w} auf {link}"),
    "es": ("El mejor {w} {w} está aquí: {link}", "{w} {w} en {n} minutos, sin requisitos: {link}"),
    "pt": ("O melhor {w} {w} está aqui: {link}", "{w} {w} em {n} minutos: {link}"),
    "nl": ("De beste {w} {w} vind je hier: {link}", "{w} {w} in {n} minuten: {link}"),
    "ru": ("Лучшие {w} {w} только у нас: {link}", "{w} {w} за {n} минут, без документов {link}",
           "Привет всем! Рекомендую {w} {w} {link}", "Интересный сайт. {w} {w} смотрите тут {link}"),
}  # fmt: skip
# Praise that fits every post; what it sells stands in the name and the website.
PRAISE = (
    "I am really impressed with your writing skills and also with the layout on your weblog.",
    "Hello there, just became aware of your blog through a search engine, and found that it’s truly informative.",
    "This is a very good tip especially to those new to the blogosphere. Simple but very accurate info.",
    "Your style is unique compared to other folks I’ve read stuff from. I will just bookmark this web site.",
    "I like the valuable info you supply for your articles. I am quite sure I will be informed many new stuff here.",
    "Pretty section of content. I simply stumbled upon your site and wish to say that I get in fact enjoyed it.",
    "Excellent read, I just passed this onto a colleague who was doing a little research on that.",
    "Wow, marvelous blog structure! How lengthy have you ever been running a blog for?",
    "Thanks for the good writeup. It in truth used to be a amusement account it.",
    "Keep up the great work! You realize a lot of people are searching round for this info.",
    "You actually make it appear so easy along with your presentation however I find this matter really complex.",
    "Very nice post. I definitely appreciate this website. Keep writing!",
    "Hi! Do you know if they make any plugins to help with that? I am looking for some recommendations.",
    "Undeniably believe that which you said. Your favourite reason appeared to be on the web the easiest thing.",
    "An fascinating discussion is price comment. I believe that it’s best to write more on this topic.",
    "My brother recommended I may like this website. He was once totally right. This put up truly made my day.",
    "Awesome issues here. I’m very happy to look your article. Thank you a lot and I’m having a look ahead.",
    "Every weekend i used to visit this web page, because i want enjoyment, since this this site conations nice stuff.",
)
QUOTERS = (
    "{quote} – so true! See also {link}",
    "“{quote}” I think {w} would agree.",
    "About {title}: {quote} {link}",
    "{title} - good point. More about {w} {w} here: {link}",
    "I read {title} and it reminds me of {w} {w}.",
)
TRACKBACKS = (
    "{w} {w} {w} {w} {w}",
    "{w} {w}. Find the best {w} {w} here.",
    "Information about {w} {w} and {w}. [...] {w} {w} [...]",
    "[...] {title} [...] {w} {w}",
    "Some more {w} {w} on the web today...",
    "{w} {w} read more about {w} {w} at our {w} resource",
)
# Short spam below videos: no e-mail, no website, mostly no link.
VIDEO_SPAM = (
    "check out my channel please, I make {w} covers",
    "Hey guys please subscribe to my channel, I will sub back!!",
    "sub 4 sub anyone??",
    "I just made {n} dollars with {w}, see my channel for how",
    "Free {w} at {link}",
    "if you like this song check out my {w} video, thumbs up so others see it",
    "Please help me get {n} subscribers, I am only {n} years old",
    "omg look what I found {link} it really works",
    "visit my page and win a {w} gift card",
    "My new {w} is out now on my channel, thank you all for support",
    "who wants {w}? go to {link} before they close it",
    "Nobody notices small channels, give me a chance, one click helps",
)
# Swindlers' short messages.
MESSAGES_SPAM = (
    "WINNER!! You have been selected for a {n} pound prize. Call 0900{n}{n} now, claim code {n}",
    "URGENT! Your mobile number was drawn for {w}. Txt YES to 8{n} to claim, {n}p/msg",
    "Free entry in our weekly {w} draw, text WIN to 8{n}. T&Cs apply, stop to end",
    "Your account {n} is due for {w} bonus. Call now 0800{n}",
    "Get the latest {w} and {w} for your phone, reply GO. {n} a week",
    "Dear customer, {w} waiting for collection, ring 09{n} from landline",
)
