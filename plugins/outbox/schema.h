/* schema.h - what the outbox's database holds */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OUTBOX_SCHEMA_H
#define OUTBOX_SCHEMA_H

/* The first version that was released; those before it are refused. */
enum { SCHEMA_FIRST = 21 };

/* The first makes a database of version SCHEMA_FIRST from nothing; each one
 * after it makes the next version from the one before. */
extern const char *const schema_steps[];
extern const int schema_newest;

#endif
