/* Uses terr, which fails unless told otherwise. */
#include "lab.h"

void lab_err(void);

static int begin(void) {
	lab_err();
	return 0;
}

MODULE(begin, end_well);
