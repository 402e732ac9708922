# crowd.py - multiplies the one problem that waits in an outbox's database
# SPDX-License-Identifier: GPL-3.0-or-later
#
# crowd.py DATABASE NUMBER
import sqlite3
import sys

ITSELF = "SELECT * FROM {} WHERE id = 1"


def multiply(db, table, number, changes):
    """Copies row 1 as rows 2 to number, each with changes of its own."""
    row = db.execute(ITSELF.format(table)).fetchone()
    names = row.keys()
    insert = "INSERT INTO {} ({}) VALUES ({})".format(
        table, ", ".join(names), ", ".join("?" for _ in names))
    db.executemany(insert, (
        [changes(name, i, row[name]) for name in names]
        for i in range(2, number + 1)))


def main(path, number):
    db = sqlite3.connect(path)
    db.row_factory = sqlite3.Row
    ids = {"object": ("id",), "incident": ("id", "object"),
           "job": ("id", "incident")}
    words = ("identity", "name")
    for table, numbered in ids.items():
        def changes(name, i, value):
            if name in numbered:
                return i
            if name == "marker":
                return "iiq1" + "".join(
                    "abcdefghij"[int(digit)] for digit in "%026d" % i)
            return "%s-%d" % (value, i) if name in words else value
        multiply(db, table, number, changes)
    db.execute("UPDATE job SET due = 0, state = 'pending'")
    db.commit()


main(sys.argv[1], int(sys.argv[2]))
