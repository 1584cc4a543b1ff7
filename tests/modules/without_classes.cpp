// A module that a loader takes and that serves no COM class.
extern "C" int wbemcheck_nothing_to_see() { return 0; }
