"""Signs by which an Italian text addresses its reader with *tu*."""

from __future__ import annotations

import re

# What stands in «» is for the customer to write, to a program.
_QUOTED = re.compile(r"«[^»]*»")

# Always tu, wherever it stands.
_WORDS = """
    tu te ti tuo tua tuoi tue ciao
    sei hai sai fai vai stai puoi vuoi devi vieni tieni dici eri
    scrivi riscrivi chiedi richiedi preferisci intendi rispondi perdi prendi ricevi scegli apri senti capisci decidi
    spendi risolvi chiudi conosci ripeti aggiungi vedi metti finisci restituisci spedisci
    trovi figurati raccontami scusami
    darti farti dirti starti averti esserti proporti
"""
# The imperative of verbs in -are is also the form for a third person: tu where a sentence or a new thought begins.
_IMPERATIVES = """
    accorcia aspetta cancella cerca chiama comincia compila consulta continua controlla dimentica guarda immagina indica
    invia lascia leggi manda mostra parla pensa porta premi prova racconta ricorda riprova salta scusa spiega torna usa
    verifica
"""
# The present of these is also the polite imperative: tu behind a conjunction, or where a question begins.
_PRESENTS = """
    accetti aspetti cambi cerchi chiami compri guardi lasci mandi mostri ordini paghi parli pensi porti provi racconti
    ritiri torni usi
"""
_STEMS = (
    "accorcia aspetta chiama chiedi controlla dividi iscrivi lascia manda mostra racconta ripeti riscrivi rispondi "
    "scrivi spiega usa"
)


def _any(words: str) -> str:
    return f"(?:{'|'.join(words.split())})"


_SIGNS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_any(_WORDS)}\b|\bt'",
        r"\b(?:di|fa|da|sta)mm\w+",  # dimmi, fammelo
        rf"\b{_any(_STEMS)}(?:mi|ti|ci|lo|la|li|le|ne|[mtc]e[ln][oaei])\b",  # scrivilo, chiedimelo
        r"\b\w{2,}arti\b|\b\w+[dgtv]erti\b|\b\w{3,}irti\b|\b\w+r(?:te[ln][oaei])\b",  # aiutarti, dartela
        r"\b\w{2,}resti\b|\b\w{2,}rai\b|\b\w{3,}[ae]vi\b",  # cambieresti, potrai, volevi
        r"(?<!può )(?<!per )(?<!di )\bnon \w{2,}[aei]r(?:e|[mtc]i|l[oaei]|[mtc]el[oaei])\b",  # non chiedermelo
        rf"(?:^|[.:;,!?–]\s+|\b(?:e|o|poi|prima|intanto|adesso|pure)\s+)\b{_any(_IMPERATIVES)}\b",
        rf"\b(?:che|chi|se|dove|quando|come|quanto)\s+(?:(?:ci|lo|la|li|le|mi|ne|non)\s+)?{_any(_PRESENTS)}\b",
        rf"(?:^|[.:;,!]\s+){_any(_PRESENTS)}\b[^.!?]*\?",
    )
]


def tu_in(text: str) -> list[str]:
    """The words that address the reader of `text` with *tu*, outside of what stands in «»."""
    said = _QUOTED.sub("«»", text)
    return [found.group().strip() for sign in _SIGNS for found in sign.finditer(said)]
