/* test_filesystem.c - what a directory is on: may a spool be there? */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox/filesystem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "outbox/store.h"
#include "unit/unit.h"

static struct statfs answer;

int __wrap_statfs(const char *path, struct statfs *out);

int
__wrap_statfs(const char *path, struct statfs *out)
{
	(void)path;
	*out = answer;
	return 0;
}

START_TEST(every_kind_of_file_system_is_known)
{
	static const struct {
		uint64_t magic;
		enum filesystem_kind kind;
		const char *name;
	} cases[] = {
		{ 0x6969, FILESYSTEM_REMOTE, "NFS" },
		{ 0xff534d42, FILESYSTEM_REMOTE, "CIFS" },
		{ 0xfe534d42, FILESYSTEM_REMOTE, "SMB" },
		{ 0x01021994, FILESYSTEM_MEMORY, "tmpfs" },
		{ 0x65735546, FILESYSTEM_UNSURE, "FUSE" },
		{ 0xef53, FILESYSTEM_LOCAL, "" },     /* ext4 */
		{ 0x58465342, FILESYSTEM_LOCAL, "" }, /* XFS */
		{ 0x9123683e, FILESYSTEM_LOCAL, "" }, /* Btrfs */
	};

	for (size_t i = 0; i < UNIT_COUNT(cases); i++) {
		const char *name;

		ck_assert_int_eq(
			filesystem_kind(cases[i].magic, &name), cases[i].kind);
		ck_assert_str_eq(name, cases[i].name);
	}
}
END_TEST

START_TEST(room_is_what_a_user_may_take)
{
	struct filesystem fs;
	struct err why;

	/* As signed numbers of 32 bits are widened. */
	answer = (struct statfs){ .f_type = (int)0xff534d42,
		.f_bsize = 4096,
		.f_bfree = 10,
		.f_bavail = 3 };
	ck_assert_int_eq(filesystem_of("/", &fs, &why), 0);
	ck_assert_int_eq(fs.kind, FILESYSTEM_REMOTE);
	ck_assert_uint_eq(fs.free_bytes, 3 * 4096);
	ck_assert(!fs.counts_files);
}
END_TEST

START_TEST(no_database_is_opened_on_another_machines_disk)
{
	char dir[] = "/tmp/fsXXXXXX", path[40];
	struct store *store;
	struct err why;

	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/db", dir);
	answer = (struct statfs){ .f_type = 0x6969 };
	ck_assert_int_eq(store_open(&store, path, &why), -1);
	ck_assert_ptr_nonnull(strstr(why.text, "is on NFS"));
	ck_assert_ptr_null(store);
	answer.f_type = 0xef53;
	ck_assert_int_eq(store_open(&store, path, &why), 0);
	store_close(store);
	unlink(path);
	rmdir(dir);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { every_kind_of_file_system_is_known,
		room_is_what_a_user_may_take,
		no_database_is_opened_on_another_machines_disk };

	return unit_run("filesystem", tests, UNIT_COUNT(tests));
}
