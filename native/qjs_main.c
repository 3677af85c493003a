/* The static executable: an engine and a program that are loaded already. What makes them so is in qjs_load.c and qjs_image.c. */
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "qjs_image.h"
#include "qjs_load.h"

/* What a shell shows for a program that SIGPIPE ended; see cli/session.ts. */
#define CLOSED_PIPE 141

/* A file that is opened must not get the number of a stream that the caller has closed. As Node does. */
static void open_streams(void)
{
	for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; descriptor++)
		if (fcntl(descriptor, F_GETFD) < 0)
			(void)!open("/dev/null", O_RDWR);
}

/* As Node has them, whatever the parent did. */
static void settle_signals(void)
{
	/* A reader that has gone is told by EPIPE, because standard error may be gone without harm; what RLIMIT_FSIZE forbids by EFBIG. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	/* Where the parent ignored it, nobody would learn how a command of the configuration ended. */
	signal(SIGCHLD, SIG_DFL);
}

/* Ends as SIGPIPE would have ended a program that does not care. */
static void end_by_sigpipe(void)
{
	signal(SIGPIPE, SIG_DFL);
	raise(SIGPIPE);
}

int main(int count, char **words)
{
	int status;

	if (!image.ready)
		return make_image(count, words);
	open_streams();
	settle_signals();
	status = run_program(count, words);
	if (status == CLOSED_PIPE)
		end_by_sigpipe();
	/* Everything has been written, and the kernel frees memory faster than we. */
	_exit(status);
}
