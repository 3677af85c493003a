/* Uses tdep2, which uses tbase. */
#include "lab.h"

void lab_dep2(void);

static int begin(void) {
	lab_dep2();
	return 0;
}

MODULE(begin, end_well);
