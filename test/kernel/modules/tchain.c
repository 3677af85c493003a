/* One of a chain: tchain1 uses nothing, tchain2 uses tchain1 and so on. Each takes a tenth of a second to begin. */
#include "lab.h"

#define JOIN_TEXT(left, right) left##right
#define JOIN(left, right) JOIN_TEXT(left, right)
#define STEP JOIN(lab_chain, LAB_LINK)
#define STEP_BEFORE JOIN(lab_chain, LAB_LINK_BEFORE)

#ifdef LAB_LINK_BEFORE
void STEP_BEFORE(void);
#endif

void STEP(void) {
#ifdef LAB_LINK_BEFORE
	STEP_BEFORE();
#endif
}

#define EXPORT_EXPANDED(function) EXPORT(function)
EXPORT_EXPANDED(STEP);

static int begin(void) {
	msleep(100);
	return 0;
}

MODULE(begin, end_well);
