"""Numbers and units of time as Russian, Ukrainian, Kazakh and English texts write them."""

from __future__ import annotations

import re

# By the beginning of the word: endings vary with case, and Kazakh adds them one after another.
_ONES = {
    1: "один одн бір бірінші one first", 2: "два дв двух двох екі екінші two second", 3: "три трех трёх трьох үш үшінші three third",
    4: "четыр чотир төрт төртінші four", 5: "пят п'ят бес бесінші five", 6: "шест шіст алты six", 7: "сем сім жеті seven",
    8: "восем восьм вісім вось сегіз eight", 9: "девят дев'ят тоғыз nine", 10: "десят десят он оныншы ten",
}  # fmt: skip
_TENS = {20: "двадцат жиырма twenty", 30: "тридцат отыз thirty", 40: "сорок қырық forty", 50: "пятьдесят п'ятдесят елу fifty",
         60: "шестьдесят шістдесят алпыс sixty", 90: "девяност дев'яност тоқсан ninety", 100: "сто жүз hundred"}  # fmt: skip
