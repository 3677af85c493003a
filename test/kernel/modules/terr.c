/* Its beginning returns -`errno`: 19 (ENODEV) unless told. */
#include "lab.h"

static int begin(void);
MODULE(begin, end_well);
INT_PARAMETER(errno, 19);

static int begin(void) { return -errno; }

void lab_err(void) {}
EXPORT(lab_err);
