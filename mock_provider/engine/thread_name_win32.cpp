#include "mock_provider/engine/thread_name.h"

#include "harness/com/wbem.h"

namespace wbemcheck::mock {

void set_thread_name(const std::string& name) noexcept {
    // Looked up at run time: systems before Windows 10 have no such function.
    using SetDescription = HRESULT(WINAPI*)(HANDLE, PCWSTR);
    const auto address = GetProcAddress(GetModuleHandleW(L"kernel32.dll"), "SetThreadDescription");
    if (address == nullptr) {
        return;
    }
    const auto set_description = reinterpret_cast<SetDescription>(reinterpret_cast<void*>(address));
    wchar_t text[16] = {};
    for (std::size_t i = 0; i < name.size() && i < 15; ++i) {
        text[i] = static_cast<wchar_t>(static_cast<unsigned char>(name[i]));  // names of ours are ASCII
    }
    set_description(GetCurrentThread(), text);
}

}  // namespace wbemcheck::mock
