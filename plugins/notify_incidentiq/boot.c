/* boot.c - which start of the machine this is */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "notify_incidentiq/boot.h"

#include <stdio.h>
#include <stdlib.h>

unsigned
boot_number(void)
{
	/* A random UUID: its first eight digits do. */
	char digits[9] = "";
	FILE *file = fopen("/proc/sys/kernel/random/boot_id", "re");

	if (file == NULL)
		return 0;
	if (fgets(digits, sizeof(digits), file) == NULL)
		digits[0] = '\0';
	fclose(file);
	return (unsigned)strtoul(digits, NULL, 16);
}
