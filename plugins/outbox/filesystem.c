/* filesystem.c - what a directory is on: may a spool be there? */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/filesystem.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/vfs.h>

enum filesystem_kind
filesystem_kind(uint64_t magic, const char **name)
{
	static const struct {
		uint64_t magic;
		const char *name;
		enum filesystem_kind kind;
	} known[] = {
		{ 0x6969, "NFS", FILESYSTEM_REMOTE },
		{ 0x517b, "SMB", FILESYSTEM_REMOTE },
		{ 0xfe534d42, "SMB", FILESYSTEM_REMOTE },
		{ 0xff534d42, "CIFS", FILESYSTEM_REMOTE },
		{ 0x5346414f, "AFS", FILESYSTEM_REMOTE },
		{ 0x73757245, "Coda", FILESYSTEM_REMOTE },
		{ 0x00c36400, "Ceph", FILESYSTEM_REMOTE },
		{ 0x01021997, "9P", FILESYSTEM_REMOTE },
		{ 0x65735546, "FUSE", FILESYSTEM_UNSURE },
		{ 0x01021994, "tmpfs", FILESYSTEM_MEMORY },
		{ 0x858458f6, "ramfs", FILESYSTEM_MEMORY },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i].magic == magic) {
			*name = known[i].name;
			return known[i].kind;
		}
	*name = "";
	return FILESYSTEM_LOCAL;
}

int
filesystem_of(const char *path, struct filesystem *out, struct err *why)
{
	struct statfs st;

	if (statfs(path, &st) < 0)
		return err_set(why, "%s: %s", path, strerror(errno));
	/* The kernel's type is signed and of 32 bits here and there. */
	out->kind =
		filesystem_kind((uint64_t)st.f_type & 0xffffffff, &out->name);
	out->free_bytes = (uint64_t)st.f_bavail * (uint64_t)st.f_bsize;
	out->free_files = (uint64_t)st.f_ffree;
	out->counts_files = st.f_files > 0;
	return 0;
}
