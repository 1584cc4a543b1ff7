// How a call of the client ends in the trace, whatever object of the subject it is made on.
#pragma once

#include <cstdint>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string_view>

#include "harness/com/watched_bstr.h"
#include "harness/com/wbem.h"
#include "harness/trace/fault.h"
#include "harness/trace/recorder.h"

namespace wbemcheck::probe {

// An interface pointer as the IUnknown slot that it occupies. Every COM interface pointer has this representation.
template <class Interface>
[[nodiscard]] IUnknown** slot(Interface** out) noexcept {
    return reinterpret_cast<IUnknown**>(out);
}

// Makes a call into the subject. An exception that leaves the subject is recorded, as one of the call, and becomes E_UNEXPECTED
// (LIV-4).
HRESULT call_subject(trace::Recorder& recorder, std::uint32_t call, const std::function<HRESULT()>& body) noexcept;

// Makes the call whose entry is recorded already, and records its return with what became of `outs`, the out pointers
// given, NULL ones among them (REF-17). Exceptions as in `call_subject`.
HRESULT record_return(trace::Recorder& recorder, const trace::Event& entered, const std::function<HRESULT()>& body,
                      std::initializer_list<IUnknown**> outs) noexcept;

// Records what became of an [in] argument of a call that has returned (IND-11, COM-5). `missing`: references too few.
void record_argument(trace::Recorder& recorder, std::uint32_t call, std::string_view parameter, trace::ArgumentFate fate,
                     std::int64_t missing = 0);
// The same for a text, whose watch this ends. Nothing for NULL.
void record_argument(trace::Recorder& recorder, std::uint32_t call, std::string_view parameter, com::WatchedBstr& text);

}  // namespace wbemcheck::probe
