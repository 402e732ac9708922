/* memory.c - refuses a program memory once, by LD_PRELOAD
 *
 *     MEMORY_FAILS=N        the Nth time that anybody asks
 *     MEMORY_FAILS=own:N    the Nth time that the project's own code asks
 *     MEMORY_HIT=FILE       gets a byte when that happens
 *     MEMORY_COUNT=FILE     of 8 bytes, counts how often anybody asked
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The C library's inline versions would be in the way of ours. */
#undef _FORTIFY_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int __asprintf_chk(char **out, int flag, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
int __vasprintf_chk(char **out, int flag, const char *format, va_list args)
	__attribute__((format(printf, 3, 0)));

/* These run before a sanitizer does. */
#define EARLY __attribute__((no_sanitize("address", "undefined")))

/* Where the code of program and library lies. */
enum { RANGES = 16 };
static struct {
	uintptr_t start, end;
} own[RANGES];
static size_t own_count;
static long left = -1; /* until the failure; -1: never, or it is over */
static bool of_own;
static uint64_t *counter;

static int
add_ranges(struct dl_phdr_info *info, size_t size, void *arg)
{
	(void)size;
	(void)arg;
	if (info->dlpi_name[0] != '\0' &&
		strstr(info->dlpi_name, "/libincidentiq.so") == NULL)
		return 0;
	for (size_t i = 0; i < info->dlpi_phnum && own_count < RANGES; i++) {
		uintptr_t start = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;

		own[own_count].start = start;
		own[own_count].end = start + info->dlpi_phdr[i].p_memsz;
		own_count += info->dlpi_phdr[i].p_type == PT_LOAD;
	}
	return 0;
}

static void __attribute__((constructor)) begin(void)
{
	const char *fails = getenv("MEMORY_FAILS");
	const char *count = getenv("MEMORY_COUNT");
	int fd = count != NULL ? open(count, O_RDWR | O_CLOEXEC) : -1;
	void *map;

	dl_iterate_phdr(add_ranges, NULL);
	if (fd >= 0) {
		map = mmap(NULL, sizeof(*counter), PROT_READ | PROT_WRITE,
			MAP_SHARED, fd, 0);
		close(fd);
		counter = map == MAP_FAILED ? NULL : map;
	}
	if (fails == NULL)
		return;
	of_own = strncmp(fails, "own:", 4) == 0;
	left = strtol(fails + (of_own ? 4 : 0), NULL, 10);
}

static bool
is_own(const void *caller)
{
	for (size_t i = 0; i < own_count; i++)
		if ((uintptr_t)caller >= own[i].start &&
			(uintptr_t)caller < own[i].end)
			return true;
	return false;
}

static bool EARLY
fails(const void *caller)
{
	const char *path = getenv("MEMORY_HIT");
	int fd;

	if (left <= 0 || (of_own && !is_own(caller)) || --left > 0)
		return false;
	fd = path != NULL ? open(path, O_WRONLY | O_CLOEXEC) : -1;
	if (fd >= 0) {
		(void)!write(fd, "x", 1);
		close(fd);
	}
	errno = ENOMEM;
	return true;
}

static bool EARLY
is_asked(const void *caller)
{
	if (counter != NULL)
		++*counter;
	return !fails(caller);
}

/* The C library's own; ISO C has no cast from data to function. */
static void EARLY
find(const char *name, void *function)
{
	void *symbol = dlsym(RTLD_NEXT, name);

	if (symbol == NULL)
		_exit(99);
	memcpy(function, &symbol, sizeof(symbol));
}

EARLY void *
malloc(size_t size)
{
	static void *(*next)(size_t);

	if (next == NULL)
		find("malloc", &next);
	return is_asked(__builtin_return_address(0)) ? next(size) : NULL;
}

EARLY void *
calloc(size_t count, size_t size)
{
	static void *(*next)(size_t, size_t);

	if (next == NULL)
		find("calloc", &next);
	return is_asked(__builtin_return_address(0)) ? next(count, size) : NULL;
}

EARLY void *
realloc(void *old, size_t size)
{
	static void *(*next)(void *, size_t);

	if (next == NULL)
		find("realloc", &next);
	return is_asked(__builtin_return_address(0)) ? next(old, size) : NULL;
}

/* ---- what asks on its caller's behalf; own code is counted here ---- */

char *
strdup(const char *text)
{
	static char *(*next)(const char *);

	if (next == NULL)
		find("strdup", &next);
	return of_own && fails(__builtin_return_address(0)) ? NULL : next(text);
}

char *
strndup(const char *text, size_t max)
{
	static char *(*next)(const char *, size_t);

	if (next == NULL)
		find("strndup", &next);
	return of_own && fails(__builtin_return_address(0)) ? NULL
							    : next(text, max);
}

FILE *
open_memstream(char **out, size_t *size)
{
	static FILE *(*next)(char **, size_t *);

	if (next == NULL)
		find("open_memstream", &next);
	return of_own && fails(__builtin_return_address(0)) ? NULL
							    : next(out, size);
}

FILE *
fopen(const char *path, const char *mode)
{
	static FILE *(*next)(const char *, const char *);

	if (next == NULL)
		find("fopen", &next);
	return of_own && fails(__builtin_return_address(0)) ? NULL
							    : next(path, mode);
}

/* What getline() becomes by inlining. */
ssize_t
__getdelim(char **line, size_t *size, int end, FILE *file)
{
	static ssize_t (*next)(char **, size_t *, int, FILE *);

	if (next == NULL)
		find("__getdelim", &next);
	return of_own && fails(__builtin_return_address(0))
		       ? -1
		       : next(line, size, end, file);
}

static int
print(const void *caller, char **out, const char *format, va_list args)
{
	static int (*next)(char **, const char *, va_list);

	if (next == NULL)
		find("vasprintf", &next);
	return of_own && fails(caller) ? -1 : next(out, format, args);
}

int
vasprintf(char **out, const char *format, va_list args)
{
	return print(__builtin_return_address(0), out, format, args);
}

int
__vasprintf_chk(char **out, int flag, const char *format, va_list args)
{
	(void)flag;
	return print(__builtin_return_address(0), out, format, args);
}

int
asprintf(char **out, const char *format, ...)
{
	va_list args;
	int rc;

	va_start(args, format);
	rc = print(__builtin_return_address(0), out, format, args);
	va_end(args);
	return rc;
}

int
__asprintf_chk(char **out, int flag, const char *format, ...)
{
	va_list args;
	int rc;

	(void)flag;
	va_start(args, format);
	rc = print(__builtin_return_address(0), out, format, args);
	va_end(args);
	return rc;
}
