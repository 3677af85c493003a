/* What is asked of thousands of files at a time. See kmod_sys.h. */
#include "codecs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static char type_of(const struct dirent *entry)
{
	switch (entry->d_type) {
	case DT_REG:
		return 'f';
	case DT_DIR:
		return 'd';
	case DT_LNK:
		return 'l';
	default:
		/* Where the file system does not say, whoever needs to know asks for the status. */
		return 'o';
	}
}

static int append_entry(struct kmod_buffer *list, const struct dirent *entry)
{
	const size_t length = strlen(entry->d_name) + 1;
	int result;

	if (list->capacity < list->length + length + 1) {
		result = kmod_reserve(list, 2 * (list->capacity + length + 1));
		if (result != 0)
			return result;
	}
	list->data[list->length++] = (uint8_t)type_of(entry);
	memcpy(list->data + list->length, entry->d_name, length);
	list->length += length;
	return 0;
}

static bool is_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

int kmod_list_directory(const char *path, struct kmod_buffer *list)
{
	DIR *directory = opendir(path);
	const struct dirent *entry;
	int result = 0;

	if (directory == NULL)
		return -errno;
	for (errno = 0; result == 0 && (entry = readdir(directory)) != NULL; errno = 0)
		if (!is_dots(entry->d_name))
			result = append_entry(list, entry);
	if (result == 0)
		result = -errno;
	closedir(directory);
	return result;
}

/* stat(2), without a name of glibc's for it: see image.c. With times of 64 bits its structure is no longer the kernel's. */
static int path_status(const char *path, struct stat *status)
{
#if defined(__x86_64__) || defined(__aarch64__)
	return (int)syscall(SYS_newfstatat, AT_FDCWD, path, status, 0);
#elif defined(__arm__) && !defined(__USE_TIME_BITS64)
	return (int)syscall(SYS_fstatat64, AT_FDCWD, path, status, 0);
#else
	return stat(path, status);
#endif
}

static void fill_identity(const struct stat *status, double *numbers)
{
	const uint64_t inode = status->st_ino;

	numbers[0] = (double)status->st_size;
	numbers[1] = (double)(inode >> 32);
	numbers[2] = (double)(inode & 0xffffffff);
	numbers[3] = (double)status->st_mtim.tv_sec;
	numbers[4] = (double)status->st_mtim.tv_nsec;
	numbers[5] = (double)status->st_ctim.tv_sec;
	numbers[6] = (double)status->st_ctim.tv_nsec;
}

void kmod_identify(const char *paths, size_t count, double *numbers)
{
	struct stat status;

	for (size_t at = 0; at < count; at++, numbers += KMOD_IDENTITY, paths += strlen(paths) + 1) {
		memset(numbers, 0, KMOD_IDENTITY * sizeof(*numbers));
		if (path_status(paths, &status) == 0 && S_ISREG(status.st_mode))
			fill_identity(&status, numbers);
		else
			numbers[0] = -1;
	}
}
