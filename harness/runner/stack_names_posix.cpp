#include <cxxabi.h>

#include <cstdlib>
#include <memory>

#include "harness/runner/stack_file.h"

namespace wbemcheck::runner {

std::string readable_name(const std::string& symbol) {
    if (!symbol.starts_with("_Z")) return symbol;  // "f" would be read as the type float
    int status = 0;
    const std::unique_ptr<char, decltype(&std::free)> name(
        abi::__cxa_demangle(symbol.c_str(), nullptr, nullptr, &status), &std::free);
    return status == 0 && name != nullptr ? std::string(name.get()) : symbol;
}

}  // namespace wbemcheck::runner
