#include "harness/runner/stack_file.h"

namespace wbemcheck::runner {

// Modules there name no functions but those that they export, and those are not asked for.
std::string readable_name(const std::string& symbol) { return symbol; }

}  // namespace wbemcheck::runner
