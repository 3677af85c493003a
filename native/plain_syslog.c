/*
 * syslog(3) for an executable that is linked statically: the C library's own would bring time zones, locales and scanf along, a
 * hundred kilobytes. The time is UTC, as in musl; daemons take their own.
 */
#include "kmod_sys.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

struct date {
	int month;
	int day;
};

/* Of a day counted from 1 January 1970: years begin in March, so that the day that some have more is the last. */
static struct date date_of(int64_t days)
{
	const int64_t day_of_era = (days + 719468) % 146097;
	const int64_t year = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	const int day_of_year = (int)(day_of_era - (365 * year + year / 4 - year / 100));
	const int month = (5 * day_of_year + 2) / 153;

	return (struct date){ .month = (month + 2) % 12, .day = day_of_year - (153 * month + 2) / 5 + 1 };
}

/* To be freed; NULL without memory. */
static char *compose(const char *identity, int severity, const char *message)
{
	static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	const int64_t now = time(NULL);
	const int second = (int)(now % 86400);
	const struct date date = date_of(now / 86400);
	char *text;

	if (asprintf(&text, "<%d>%s %2d %02d:%02d:%02d %s: %s", LOG_DAEMON | (severity & LOG_PRIMASK), months[date.month],
		     date.day, second / 3600, second / 60 % 60, second % 60, identity, message) < 0)
		return NULL;
	return text;
}

/* In a stream each message ends with a NUL. */
static bool send_as(int type, const char *text, size_t length)
{
	const struct sockaddr_un log = { .sun_family = AF_UNIX, .sun_path = "/dev/log" };
	const int descriptor = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
	const size_t size = length + (type == SOCK_STREAM);
	const bool sent = descriptor >= 0 && connect(descriptor, (const struct sockaddr *)&log, sizeof(log)) == 0 &&
			  send(descriptor, text, size, MSG_NOSIGNAL) == (ssize_t)size;

	if (descriptor >= 0)
		close(descriptor);
	return sent;
}

/* Where there is no log, the console gets what comes behind the time. */
static void show_on_console(const char *identity, const char *message)
{
	const int descriptor = open("/dev/console", O_WRONLY | O_NOCTTY | O_CLOEXEC);

	if (descriptor < 0)
		return;
	dprintf(descriptor, "%s: %s\r\n", identity, message);
	close(descriptor);
}

void kmod_syslog(const char *identity, int severity, const char *message)
{
	char *const text = compose(identity, severity, message);
	const size_t length = text == NULL ? 0 : strlen(text);

	if (text == NULL || (!send_as(SOCK_DGRAM, text, length) && !send_as(SOCK_STREAM, text, length)))
		show_on_console(identity, message);
	free(text);
}
