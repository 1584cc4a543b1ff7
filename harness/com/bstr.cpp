#include "harness/com/bstr.h"

#include <limits>
#include <new>

namespace wbemcheck::com {

unique_bstr make_bstr(OleStringView text) {
    if (text.size() > std::numeric_limits<UINT>::max() / sizeof(OLECHAR)) {
        throw std::bad_alloc();
    }
    unique_bstr result(
        SysAllocStringLen(text.empty() ? OLESTR("") : text.data(), static_cast<UINT>(text.size())));
    if (!result) {
        throw std::bad_alloc();
    }
    return result;
}

unique_bstr make_bstr(std::string_view utf8) { return make_bstr(OleStringView(to_utf16(utf8))); }

OleStringView bstr_view(BSTR text) noexcept {
    return text == nullptr ? OleStringView() : OleStringView(text, SysStringLen(text));
}

std::string to_utf8(BSTR text) { return to_utf8(bstr_view(text)); }

}  // namespace wbemcheck::com
