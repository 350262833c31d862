// Calls of Linux that the Swift toolchain's module of the C library leaves out.
#ifndef CLINUX_H
#define CLINUX_H

// An eventfd that never blocks and is not inherited; negative if there is none.
int new_event_descriptor(void);

// Whether something holds the system's clock to a reference; see adjtimex(2).
int system_clock_is_synchronised(void);

// An empty file without a place in any folder, not inherited; negative if there is none.
int new_memory_file(const char *name);

// A pipe, reading end first, which never blocks; neither is inherited. 0 or an error number.
int new_pipe(int ends[2]);

// Claims a name for this process until the descriptor that is returned is closed: -EADDRINUSE if another has
// it, or another negative error number. Names are of a network namespace.
int claim_name(const char *name);

// Whether some process has claimed a name.
int name_is_claimed(const char *name);

// Starts a program, looked for on the PATH, in a process group of its own: 0 or an error number.
//
// It has `input` as its standard input and `errors` as its standard error, writes its output to
// nowhere, and inherits no other file. No signal is blocked or ignored in it. `input` and `errors`
// must be above 2.
int start_program(char *const arguments[], char *const environment[], int input, int errors,
                  int *process);

#endif
