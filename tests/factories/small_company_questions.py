"""What customers of the small company ask: fifteen questions a language and policy."""

from __future__ import annotations

GIFTS = {
    "it": [
        "fate i pacchetti regalo?", "quanto costa incartare un regalo", "vorrei la carta con il fiocco",
        "confezione regalo gratis?", "è un compleanno, potete impacchettarlo", "serve lo scontrino per il pacco",
        "mi incartate anche due lampade", "pacchetto di Natale", "che carta da regalo avete",
        "si può avere il nastro rosso", "regalo di nozze, lo confezionate voi?", "incarto in negozio, come si fa",
        "prima il pacchetto costava tre euro", "ho un buono per la carta regalo", "fiocco su una poltrona grande",
    ],
    "en": [
        "do you gift wrap?", "what does it cost to wrap a present", "I want paper and a bow", "is wrapping free?",
        "it is a birthday, can you wrap it up", "do I need the receipt to get a gift box", "wrap two lamps for me",
        "Christmas wrapping", "which wrapping paper do you have", "may I have a red ribbon",
        "wedding gift, will you pack it nicely", "wrapping at the till, how", "it was three euros to wrap before",
        "I have a voucher for gift paper", "a bow on a big armchair",
    ],
}  # fmt: skip
SOFAS = {
    "it": [
        "posso provare il divano a casa?", "prova di trenta giorni", "il divano nuovo è scomodo, lo riprendete",
        "quanti giorni tengo il sofà in prova", "se il divano non mi piace", "ritiro del divano provato",
        "provare un sofà senza impegno", "il divano in prova si è macchiato", "quanto costa riprendere il divano",
        "voglio sedermici un mese prima di decidere", "test del divano in salotto", "divano letto in prova",
        "il periodo di prova del sofà sta finendo", "tengo il divano o lo rendo", "prova gratuita del divano",
    ],
    "en": [
        "can I try the sofa at home?", "thirty day trial", "my new sofa is hard to sit on, take it back",
        "how many days may I test the couch", "what if I do not like the sofa", "pick up the couch I tried",
        "try a couch with no strings", "there is a stain on the trial sofa", "cost to collect the sofa again",
        "I want to sit on it for a month before I decide", "couch test in my living room", "sofa bed on trial",
        "my sofa trial is nearly over", "keep the couch or give it back", "free sofa trial",
    ],
}  # fmt: skip
PARTS = {
    "it": [
        "mi manca una vite", "dove ordino una maniglia", "pezzi di ricambio per una cassettiera vecchia",
        "si è rotta la cerniera dell'anta", "ricambi per quanti anni", "avete ancora le gambe del tavolo del 2019",
        "bulloni per il letto", "manopola del forno persa", "quanto ci mette ad arrivare un ricambio",
        "le viti si pagano", "serve il codice del modello per il pezzo?", "guida del cassetto da cambiare",
        "pomello nuovo per l'armadio", "ricambio di una mensola", "cerco il tappo di plastica della sedia",
    ],
    "en": [
        "I am missing a screw", "where do I order a handle", "spare parts for an old chest of drawers",
        "the door hinge broke", "for how many years do you keep parts", "do you still have the 2019 table legs",
        "bolts for the bed", "lost the oven knob", "how long does a spare part take", "do screws cost money",
        "do you need the model code for the part?", "drawer runner to replace", "new knob for the wardrobe",
        "a replacement shelf bracket", "looking for the plastic cap of a chair",
    ],
}  # fmt: skip
