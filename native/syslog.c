/* The system log. See kmod_sys.h. */
#include "kmod_sys.h"

#include <syslog.h>

void kmod_syslog(const char *identity, int severity, const char *message)
{
	openlog(identity, LOG_CONS, LOG_DAEMON);
	syslog(LOG_DAEMON | (severity & LOG_PRIMASK), "%s", message);
	closelog();
}
