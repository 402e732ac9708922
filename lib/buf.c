/* buf.c - bytes that grow, up to a limit */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "private.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SIZE = 1024 };

/* Room for need bytes; doubling keeps a long body from being copied often. */
static int
grow(struct buf *buf, size_t need)
{
	size_t size = buf->size > 0 ? buf->size : FIRST_SIZE;
	char *data;

	if (need <= buf->size)
		return 0;
	while (size < need) {
		if (size > SIZE_MAX / 2)
			return -1;
		size *= 2;
	}
	data = realloc(buf->data, size);
	if (data == NULL)
		return -1;
	buf->data = data;
	buf->size = size;
	return 0;
}

int
buf_add(struct buf *buf, const void *data, size_t len)
{
	if (buf->max > 0 && len > buf->max - buf->len) {
		buf->full = true;
		return -1;
	}
	if (len >= SIZE_MAX - buf->len || grow(buf, buf->len + len + 1) < 0)
		return -1;
	if (len > 0)
		memcpy(buf->data + buf->len, data, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
	return 0;
}

int
buf_puts(struct buf *buf, const char *text)
{
	return buf_add(buf, text, strlen(text));
}

void
buf_free(struct buf *buf)
{
	free(buf->data);
	*buf = (struct buf){ .max = buf->max };
}
