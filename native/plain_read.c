/* Reading files and streams. See plain_sys.h. */
#include "plain_sys.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "codecs.h"

/* More than any module, index or configuration has; what is larger is a mistake or an attack. */
#define LARGEST_FILE ((size_t)1 << 30)

/* The same for what has no size of its own: a pipe, a device, a file of /proc. */
#define LARGEST_STREAM ((size_t)1 << 26)

/* What the first read of a file without a size asks for. */
#define FIRST_PIECE 16384

int kmod_open(const char *path)
{
	int descriptor;

	/* Without O_NONBLOCK, opening a FIFO that nobody writes to would wait for ever. A slow file system can be interrupted. */
	do
		descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	while (descriptor < 0 && errno == EINTR);
	return descriptor < 0 ? -errno : descriptor;
}

int64_t kmod_seekable_size(int descriptor)
{
	struct stat status;

	if (fstat(descriptor, &status) != 0)
		return -errno;
	if (S_ISREG(status.st_mode))
		return status.st_size;
	if (S_ISDIR(status.st_mode))
		return -EISDIR;
	return S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode) ? -ESPIPE : 0;
}

int64_t kmod_read_at(int descriptor, uint64_t offset, uint8_t *into, size_t length)
{
	size_t got = 0;

	while (got < length) {
		const ssize_t count = pread(descriptor, into + got, length - got, (off_t)(offset + got));

		if (count == 0)
			break;
		if (count > 0)
			got += (size_t)count;
		else if (errno != EINTR)
			return -errno;
	}
	return (int64_t)got;
}

/* One read(2), repeated while a non-blocking pipe has nothing to say yet. */
static ssize_t read_some(int descriptor, uint8_t *into, size_t length)
{
	for (;;) {
		const ssize_t count = read(descriptor, into, length);

		if (count >= 0)
			return count;
		if (errno == EAGAIN)
			poll(&(struct pollfd){ .fd = descriptor, .events = POLLIN }, 1, -1);
		else if (errno != EINTR)
			return -errno;
	}
}

/* `room` is what the buffer is first made for. */
static int read_until_end(int descriptor, size_t room, size_t limit, struct kmod_buffer *buffer)
{
	for (;;) {
		ssize_t count;
		int result = 0;

		if (buffer->length == buffer->capacity)
			result = kmod_reserve(buffer, buffer->capacity == 0 ? room : 2 * buffer->capacity);
		if (result != 0)
			return result;
		count = read_some(descriptor, buffer->data + buffer->length, buffer->capacity - buffer->length);
		if (count <= 0)
			return (int)count;
		buffer->length += (size_t)count;
		if (buffer->length > limit)
			return -EFBIG;
	}
}

int kmod_read_rest(int descriptor, struct kmod_buffer *buffer)
{
	return read_until_end(descriptor, FIRST_PIECE, LARGEST_STREAM, buffer);
}

/* Smaller files are read faster than mapped. */
#define LARGE 65536

/* A file that is cut short while it is mapped ends the program: whoever replaces an index renames a new one into place. */
static void end_by_cut(int signal)
{
	(void)signal;
	kmod_give_up("a file was cut short while it was read");
}

static int map_opened(int descriptor, size_t length, struct kmod_buffer *buffer)
{
	void *data = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE, descriptor, 0);

	if (data == MAP_FAILED)
		return -errno;
	signal(SIGBUS, end_by_cut);
	*buffer = (struct kmod_buffer){ .data = data, .length = length, .capacity = length };
	return 0;
}

static int read_opened(int descriptor, struct kmod_buffer *buffer, bool *mapped)
{
	struct stat status;
	int64_t length;
	int result;

	if (fstat(descriptor, &status) != 0)
		return -errno;
	if (!S_ISREG(status.st_mode) || status.st_size == 0)
		return kmod_read_rest(descriptor, buffer);
	if ((uint64_t)status.st_size > LARGEST_FILE)
		return -EFBIG;
	*mapped = status.st_size >= LARGE && map_opened(descriptor, (size_t)status.st_size, buffer) == 0;
	if (*mapped)
		return 0;
	result = kmod_reserve(buffer, (size_t)status.st_size);
	if (result != 0)
		return result;
	length = kmod_read_at(descriptor, 0, buffer->data, (size_t)status.st_size);
	buffer->length = length < 0 ? 0 : (size_t)length;
	return length < 0 ? (int)length : 0;
}

int kmod_read_file(const char *path, struct kmod_buffer *buffer, bool *mapped)
{
	const int descriptor = kmod_open(path);
	int result;

	*mapped = false;
	if (descriptor < 0)
		return descriptor;
	result = read_opened(descriptor, buffer, mapped);
	close(descriptor);
	return result;
}

int kmod_file_status(const char *path, struct kmod_status *status)
{
	struct stat found;

	if (stat(path, &found) != 0)
		return -errno;
	status->type = S_ISREG(found.st_mode) ? 'f' : S_ISDIR(found.st_mode) ? 'd' : 'o';
	status->size = S_ISREG(found.st_mode) ? found.st_size : 0;
	status->mode = found.st_mode & 07777;
	status->modified = (int64_t)found.st_mtim.tv_sec * 1000000000 + found.st_mtim.tv_nsec;
	status->device = S_ISBLK(found.st_mode) ? 'b' : S_ISCHR(found.st_mode) ? 'c' : 0;
	status->major_number = major(found.st_rdev);
	status->minor_number = minor(found.st_rdev);
	return 0;
}

int kmod_read_link(const char *path, struct kmod_buffer *text)
{
	for (size_t capacity = 256;; capacity *= 2) {
		const int result = kmod_reserve(text, capacity);
		ssize_t length;

		if (result != 0)
			return result;
		length = readlink(path, (char *)text->data, text->capacity);
		if (length < 0)
			return -errno;
		text->length = (size_t)length;
		if (text->length < text->capacity)
			return 0;
	}
}
