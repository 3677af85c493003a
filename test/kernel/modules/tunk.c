/* Needs a symbol that nobody has. */
#include "lab.h"

void lab_missing(void);

static int begin(void) {
	lab_missing();
	return 0;
}

MODULE(begin, end_well);
