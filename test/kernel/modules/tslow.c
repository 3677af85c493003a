/* Takes `ms` milliseconds to begin, and then returns -`errno`. */
#include "lab.h"

static int begin(void);
MODULE(begin, end_well);
INT_PARAMETER(ms, 2000);
INT_PARAMETER(errno, 0);

static int begin(void) {
	msleep(ms);
	return -errno;
}
