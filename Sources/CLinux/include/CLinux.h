// Calls of Linux that the Swift toolchain's module of the C library leaves out.
#ifndef CLINUX_H
#define CLINUX_H

// An eventfd that never blocks and is not inherited; negative if there is none.
int new_event_descriptor(void);

// Whether something holds the system's clock to a reference; see adjtimex(2).
int system_clock_is_synchronised(void);

#endif
