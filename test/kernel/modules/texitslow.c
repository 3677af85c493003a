/* Takes `ms` milliseconds to end. */
#include "lab.h"

static void end(void);
MODULE(begin_well, end);
INT_PARAMETER(ms, 2000);

static void end(void) { msleep(ms); }
