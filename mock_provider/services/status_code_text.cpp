#include "mock_provider/services/status_code_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "harness/com/bstr.h"
#include "harness/com/com_object.h"
#include "harness/com/hresult.h"

namespace wbemcheck::mock {

namespace {

struct Text {
    std::string_view name;  // of the code: its value is in the tables of harness/com
    std::string_view text;
};

constexpr auto kTexts = std::to_array<Text>({
#define WBEMCHECK_STATUS_TEXT(name, text) {#name, text},
#include "mock_provider/services/status_texts.inc"
});

constexpr LCID kEnglish = 0x409;

// Where a code comes from: bits 16 to 26.
constexpr std::uint32_t kFacilityRpc = 1;
constexpr std::uint32_t kFacilitySspi = 9;

std::uint32_t facility_of(HRESULT result) noexcept {
    return (static_cast<std::uint32_t>(result) >> 16U) & 0x7FFU;
}

// Several interfaces share their facility: WBEM's own codes are the ones that its tables name.
bool is_wbem(HRESULT result) noexcept {
    const std::string_view name = com::hresult_name(result);
    return name.starts_with("WBEM_") || name.starts_with("WBEMESS_") || name.starts_with("WBEMMOF_");
}

class StatusCodeText final : public com::ComObject<IWbemStatusCodeText> {
public:
    HRESULT STDMETHODCALLTYPE GetErrorCodeText(HRESULT result, LCID locale, LONG flags,
                                               BSTR* text) noexcept override {
        return store(status_text(result), locale, flags, text);
    }

    HRESULT STDMETHODCALLTYPE GetFacilityCodeText(HRESULT result, LCID locale, LONG flags,
                                                  BSTR* text) noexcept override {
        return store(facility_text(result), locale, flags, text);
    }

private:
    [[nodiscard]] static HRESULT store(std::string_view found, LCID locale, LONG flags, BSTR* text) noexcept {
        if (text == nullptr) {
            return WBEM_E_INVALID_PARAMETER;
        }
        *text = nullptr;
        const bool is_known_format =
            flags == WBEMSTATUS_FORMAT_NEWLINE || flags == WBEMSTATUS_FORMAT_NO_NEWLINE;
        if ((locale != 0 && locale != kEnglish) || !is_known_format) {
            return WBEM_E_INVALID_PARAMETER;
        }
        if (found.empty()) {
            return WBEM_E_NOT_FOUND;
        }
        return com::guard([&] {
            std::string line(found);
            line += flags == WBEMSTATUS_FORMAT_NEWLINE ? "\r\n" : "";
            *text = com::make_bstr(line).detach();
        });
    }
};

}  // namespace

com::com_ptr<IWbemStatusCodeText> make_status_code_text() { return com::make_com<StatusCodeText>(); }

std::string_view status_text(HRESULT result) noexcept {
    const auto found = std::ranges::find_if(
        kTexts, [result](const Text& entry) { return com::find_hresult(entry.name) == result; });
    return found != kTexts.end() ? found->text : std::string_view();
}

std::string_view facility_text(HRESULT result) noexcept {
    if (is_wbem(result)) {
        return "WBEM";
    }
    const std::uint32_t facility = facility_of(result);
    if (facility == kFacilityRpc) {
        return "RPC";
    }
    return facility == kFacilitySspi ? "SSPI" : "Windows";
}

}  // namespace wbemcheck::mock
