/*
 * request-at-once SECONDS: reads lines of two words, `family NUMBER`, `filesystem NAME` or `hash NAME`, makes a process for each,
 * and lets all of them ask the kernel for it at the same moment. Prints what each came to, in the order of the lines:
 * `there`, `unknown`, or what else the kernel said; `hangs` for what had not ended after so many seconds.
 */
#include <errno.h>
#include <linux/if_alg.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST 1000

struct request {
	char kind[16];
	char name[64];
	pid_t process;
	int status;
};

static struct request requests[MOST];

static int read_requests(void) {
	int count = 0;
	while (count < MOST && scanf("%15s %63s", requests[count].kind, requests[count].name) == 2)
		count++;
	return count;
}

static int bind_hash(const char *name) {
	struct sockaddr_alg address = {.salg_family = AF_ALG, .salg_type = "hash"};
	snprintf((char *)address.salg_name, sizeof(address.salg_name), "%s", name);
	int algorithms = socket(AF_ALG, SOCK_SEQPACKET, 0);
	if (algorithms < 0)
		return errno;
	return bind(algorithms, (struct sockaddr *)&address, sizeof(address)) == 0 ? 0 : errno;
}

/* 0: the module has come; -1: nobody knows it; else an errno. Errors that a driver itself gives show that it is there. */
static int ask(const struct request *request) {
	if (strcmp(request->kind, "hash") == 0) {
		int error = bind_hash(request->name);
		return error == ENOENT ? -1 : error;
	}
	if (strcmp(request->kind, "family") == 0) {
		if (socket(atoi(request->name), SOCK_RAW, 0) >= 0)
			return 0;
		return errno == EAFNOSUPPORT ? -1 : 0;
	}
	if (mount("none", "/mnt", request->name, 0, NULL) == 0)
		return EEXIST;
	return errno == ENODEV ? -1 : 0;
}

static pid_t start(const struct request *request, const int gate[2]) {
	pid_t process = fork();
	if (process != 0)
		return process;
	char nothing;
	close(gate[1]);
	/* The gate opens when the parent closes its end. */
	while (read(gate[0], &nothing, 1) < 0)
		;
	_exit(ask(request) & 0xff);
}

static void note(pid_t process, int status) {
	for (struct request *at = requests; at < requests + MOST; at++) {
		if (at->process == process)
			at->status = status;
	}
}

static void wait_for_all(int count, time_t deadline) {
	while (count > 0) {
		int status;
		pid_t process = waitpid(-1, &status, WNOHANG);
		if (process > 0) {
			note(process, status);
			count--;
		} else if (process < 0 || time(NULL) >= deadline) {
			return;
		} else {
			usleep(20000);
		}
	}
}

static const char *outcome(const struct request *request) {
	if (!WIFEXITED(request->status))
		return request->status < 0 ? "hangs" : "was killed";
	int status = WEXITSTATUS(request->status);
	return status == 0 ? "there" : status == 0xff ? "unknown" : strerror(status);
}

int main(int words, char **word) {
	int gate[2];
	int count = read_requests();
	if (pipe(gate) < 0)
		return 1;
	for (int at = 0; at < count; at++) {
		requests[at].status = -1;
		requests[at].process = start(&requests[at], gate);
		if (requests[at].process < 0)
			return 1;
	}
	close(gate[0]);
	close(gate[1]);
	wait_for_all(count, time(NULL) + (words > 1 ? atoi(word[1]) : 60));
	for (int at = 0; at < count; at++)
		printf("%s %s: %s\n", requests[at].kind, requests[at].name, outcome(&requests[at]));
	return 0;
}
