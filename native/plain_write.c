/* Writing files and streams. See plain_sys.h. */
#include "plain_sys.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

int kmod_write_all(int descriptor, const void *bytes, size_t length)
{
	const uint8_t *from = bytes;

	while (length > 0) {
		const ssize_t count = write(descriptor, from, length);

		if (count >= 0) {
			from += count;
			length -= (size_t)count;
		} else if (errno == EAGAIN) {
			poll(&(struct pollfd){ .fd = descriptor, .events = POLLOUT }, 1, -1);
		} else if (errno != EINTR) {
			return -errno;
		}
	}
	return 0;
}

int kmod_create_file(const char *path, const void *bytes, size_t length, unsigned int mode)
{
	const int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOCTTY | O_CLOEXEC, (mode_t)mode);
	int result;

	if (descriptor < 0)
		return -errno;
	kmod_note_new_file(path);
	result = kmod_write_all(descriptor, bytes, length);
	if (result == 0 && fsync(descriptor) != 0)
		result = -errno;
	if (close(descriptor) != 0 && result == 0)
		result = -errno;
	if (result != 0)
		unlink(path);
	return result;
}

int kmod_overwrite_file(const char *path, const void *bytes, size_t length)
{
	const int descriptor = open(path, O_WRONLY | O_TRUNC | O_NOCTTY | O_CLOEXEC);
	int result;

	if (descriptor < 0)
		return -errno;
	result = kmod_write_all(descriptor, bytes, length);
	if (close(descriptor) != 0 && result == 0)
		result = -errno;
	return result;
}

int kmod_sync_directory(const char *path)
{
	const int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int result = 0;

	if (descriptor < 0)
		return -errno;
	if (fsync(descriptor) != 0 && errno != EINVAL)
		result = -errno;
	close(descriptor);
	return result;
}
