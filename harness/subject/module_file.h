// What can be told of a module's file before it is loaded into a process.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "harness/com/wbem.h"

namespace wbemcheck::subject {

struct ModuleFile {
    enum class Format { kElf, kPortableExecutable, kOther };

    Format format = Format::kOther;
    std::string machine;      // "x86-64", "i386", "AArch64"; a number where the name is not known; "" for kOther
    bool is_library = false;  // a shared object, a DLL
};

// Reads the head of the file. Throws std::runtime_error with a reason in words when it cannot be read.
[[nodiscard]] ModuleFile inspect_module(const std::filesystem::path& file);

// The format and the machine of this very program: the modules that it can load.
[[nodiscard]] ModuleFile own_format() noexcept;

// "an ELF module for x86-64".
[[nodiscard]] std::string describe(const ModuleFile& file);

// The class identifiers that stand in the file in the form of the registry, {4590F811-1D3A-11D0-891F-00AA004B2E24}, as
// one-byte or two-byte characters: the registration data of a module is made of them, whether it is a resource or text in
// the code that registers it. In the order of their first appearance, each once. Throws std::runtime_error as above.
[[nodiscard]] std::vector<CLSID> find_class_ids(const std::filesystem::path& file);

}  // namespace wbemcheck::subject
