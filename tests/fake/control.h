/* control.h - /_fake/...: what tests and people tell the fake, and ask it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FAKE_CONTROL_H
#define FAKE_CONTROL_H

struct exchange;

/* x->path is the part after /_fake. */
void control_serve(struct exchange *x);

/* What a person at the help desk does; x->path is the part after
 * /_fake/person. */
void person_serve(struct exchange *x);

/* The web pages; x->path is the part after /agent/tickets. */
void page_serve(struct exchange *x);

#endif
