#include "harness/contract/hosted.h"

#include <algorithm>

namespace wbemcheck::contract {
namespace {

using trace::EventKind;
using trace::Interface;
using trace::MarkKind;
using trace::Method;
using trace::ProviderState;

template <class Value>
Value* find_in(std::map<std::uint32_t, Value>& map, std::uint32_t id) {
    const auto entry = map.find(id);
    return entry == map.end() ? nullptr : &entry->second;
}

template <class Value>
const Value* find_in(const std::map<std::uint32_t, Value>& map, std::uint32_t id) {
    const auto entry = map.find(id);
    return entry == map.end() ? nullptr : &entry->second;
}

// More than anybody gives at once, and few enough for any number of them to be added up.
constexpr std::int64_t kMostReferences = 0x7FFFFFFF;

// Calls that only a host makes, on the provider itself and not through its IWbemServices.
bool is_of_host(Method method) noexcept {
    return (method >= Method::kNewQuery && method <= Method::kCancelQuery) ||
           (method >= Method::kCreateInstance && method <= Method::kCanUnloadNow);
}

}  // namespace

bool Request::is_read() const noexcept {
    switch (method) {
        case Method::kGetObject:
        case Method::kGetObjectAsync:
        case Method::kCreateClassEnum:
        case Method::kCreateClassEnumAsync:
        case Method::kCreateInstanceEnum:
        case Method::kCreateInstanceEnumAsync:
        case Method::kExecQuery:
        case Method::kExecQueryAsync:
            return true;
        default:
            return false;
    }
}

bool changes_data(Method method) noexcept {
    switch (method) {
        case Method::kPutClass:
        case Method::kPutClassAsync:
        case Method::kDeleteClass:
        case Method::kDeleteClassAsync:
        case Method::kPutInstance:
        case Method::kPutInstanceAsync:
        case Method::kDeleteInstance:
        case Method::kDeleteInstanceAsync:
            return true;
        default:
            return false;
    }
}

HostObject* Hosted::object(std::uint32_t id) { return find_in(objects_, id); }
const Request* Hosted::request(std::uint32_t call) const { return find_in(requests_, call); }
const Provider* Hosted::provider(std::uint32_t id) const { return find_in(providers_, id); }
bool Hosted::is_pure(std::uint32_t provider) const {
    const Provider* known = this->provider(provider);
    return !tells_purity_ || known == nullptr || known->is_pure;
}
const Upcall* Hosted::upcall(std::uint32_t call) const { return find_in(upcalls_, call); }

const Request* Hosted::request_of_thread(std::uint32_t thread) const {
    const Request* innermost = nullptr;
    for (const std::uint32_t call : open_) {
        const Request& request = requests_.at(call);
        if (request.thread == thread && request.returned == kNowhere) innermost = &request;
    }
    return innermost;
}

std::uint32_t Hosted::original_of(std::uint32_t context) const {
    const HostObject* object = find_in(objects_, context);
    return object == nullptr ? context : object->original;
}

const Request* Hosted::request_with(std::uint32_t context) const {
    const std::uint32_t* call = find_in(newest_with_, context);
    return call == nullptr ? nullptr : request(*call);
}

const Request* Hosted::initialization_of(std::uint32_t init_sink) const {
    const std::uint32_t* call = find_in(started_with_, init_sink);
    return call == nullptr ? nullptr : request(*call);
}

void Hosted::take(const trace::Record& record) {
    switch (record.event.kind) {
        case EventKind::kHostObject:
            object_given(record);
            break;
        case EventKind::kHostReference:
            reference_changed(record);
            break;
        case EventKind::kUpcallEntered:
            upcall_entered(record);
            break;
        case EventKind::kUpcallReturned:
            upcalls_.erase(record.event.call);
            break;
        case EventKind::kInitStatus:
            init_status(record);
            break;
        case EventKind::kMark:
            mark(record);
            break;
        default:
            break;
    }
}

bool Hosted::call_entered(const trace::Record& record) {
    const trace::Event& event = record.event;
    const auto method = static_cast<Method>(event.method);
    const std::uint32_t* behind = is_active_ ? find_in(services_, event.object) : nullptr;
    if (behind == nullptr && !is_of_host(method)) return false;
    is_active_ = true;
    Request& request = requests_[event.call] = {};
    request.call = event.call;
    request.method = method;
    request.provider = behind == nullptr ? event.object : *behind;
    request.thread = record.thread;
    request.entered = record.index;
    if (method == Method::kQueryPrimary) request.asked = static_cast<Interface>(event.value);
    if (method == Method::kInitialize && event.value != 0) {  // where its number is known before the call is made
        request.sink = static_cast<std::uint32_t>(event.value);
        started_with_[request.sink] = event.call;
    }
    if (const std::uint32_t* context = find_in(context_of_, event.call); context != nullptr)
        request.context = *context;
    if (const auto* carried = find_in(lent_, event.call); carried != nullptr) {
        for (const std::uint32_t id : *carried) {  // noted before the call was
            HostObject& object = objects_[id];
            object.provider = request.provider;
            object.is_of_initialize = object.is_of_initialize || method == Method::kInitialize;
        }
    }
    open_.push_back(event.call);
    return true;
}

void Hosted::call_returned(const trace::Record& record) {
    if (!is_active_) return;
    const trace::Event& event = record.event;
    if (const auto carried = lent_.find(event.call); carried != lent_.end()) {
        for (const std::uint32_t id : carried->second) {
            if (HostObject& object = objects_[id]; object.lent != 0) --object.lent;
        }
        lent_.erase(carried);
    }
    Request* request = find_in(requests_, event.call);
    if (request == nullptr || request->returned != kNowhere) return;
    request->returned = record.index;
    request->result = event.result;
    const bool sends_status =
        trace::is_asynchronous(request->method) || request->method == Method::kInitialize;
    if (!sends_status || event.result < 0) request->has_ended = true;
    if (request->method == Method::kProviderRelease) {
        Provider& provider = providers_[request->provider];
        provider.id = request->provider;
        if (provider.released == kNowhere) provider.released = record.index;
    }
    close_if_over(*request);
}

void Hosted::operation_ended(std::uint32_t call) {
    Request* request = find_in(requests_, call);
    if (request == nullptr) return;
    request->has_ended = true;
    close_if_over(*request);
}

void Hosted::close_if_over(Request& request) {
    if (request.is_over || !request.has_ended || request.returned == kNowhere) return;
    request.is_over = true;
    std::erase(open_, request.call);
}

void Hosted::object_given(const trace::Record& record) {
    is_active_ = true;
    const trace::Event& event = record.event;
    HostObject& object = objects_[event.object];
    object.id = event.object;
    object.interface_id = static_cast<Interface>(event.method);
    object.note = std::string(record.text(trace::TextRole::kNote));
    object.original =
        event.value2 == 0 ? event.object : original_of(static_cast<std::uint32_t>(event.value2));
    object.call = event.call;
    object.given = record.index;
    if (event.value > 0) {
        object.held += std::min<std::int64_t>(event.value, kMostReferences);
        if (const Upcall* upcall = this->upcall(event.call); upcall != nullptr) {
            object.upcall = upcall->method;
            if (const HostObject* giver = find_in(objects_, upcall->object); giver != nullptr) {
                object.provider = giver->provider;
            }
        }
        return;
    }
    object.upcall = Method::kNone;
    Request* request = find_in(requests_, event.call);
    const bool is_past = event.call == 0 || (request != nullptr && request->returned != kNowhere);
    if (!is_past) {
        ++object.lent;
        lent_[event.call].push_back(object.id);
    }
    if (request != nullptr && object.interface_id == Interface::kInitSink) {
        request->sink = object.id;
        started_with_[object.id] = event.call;
    }
    if (request != nullptr) {
        object.provider = request->provider;
        object.is_of_initialize = object.is_of_initialize || request->method == Method::kInitialize;
    }
    if (object.interface_id == Interface::kContext && event.call != 0) {
        context_of_[event.call] = object.original;
        newest_with_[object.original] = event.call;
        if (request != nullptr) request->context = object.original;
    }
}

// Before the call returns, or with no call of the host that it is lent to: a callback of the provider's own upcall.
void Hosted::loan_ended(std::uint32_t id) {
    HostObject* object = find_in(objects_, id);
    if (object == nullptr || object->lent == 0) return;
    const auto carried = lent_.find(object->call);
    if (carried == lent_.end()) return;
    const auto place = std::find(carried->second.begin(), carried->second.end(), id);
    if (place == carried->second.end()) return;
    carried->second.erase(place);
    if (carried->second.empty()) lent_.erase(carried);
    --object->lent;
}

// The sum of all changes is exact; the count that an event tells is the one that its thread saw.
void Hosted::reference_changed(const trace::Record& record) {
    is_active_ = true;
    const trace::Event& event = record.event;
    HostObject* object = find_in(objects_, event.object);
    if (object == nullptr || event.result < 0) return;
    const bool is_first = event.value > 0 && event.value2 <= 1;
    if (is_first && !object->is_usable()) object->used_when_gone = record.index;
    object->held += event.value > 0 ? 1 : -1;
    object->last_reference = record.index;
}

void Hosted::upcall_entered(const trace::Record& record) {
    is_active_ = true;
    used(record.event.object, record.index);
    upcalls_[record.event.call] = {record.event.object, static_cast<Method>(record.event.method),
                                   record.index};
}

void Hosted::used(std::uint32_t id, Index index) {
    if (HostObject* object = find_in(objects_, id); object != nullptr && !object->is_usable())
        object->used_when_gone = index;
}

// Steps are told with success codes other than 0; 0 and errors are the outcome.
void Hosted::init_status(const trace::Record& record) {
    is_active_ = true;
    used(record.event.object, record.index);
    const auto status = static_cast<std::int32_t>(record.event.value);
    if (status > 0) return;
    for (const std::uint32_t call : open_) {
        Request& request = requests_[call];
        if (request.method != Method::kInitialize || request.sink != record.event.object) continue;
        request.has_ended = true;
        close_if_over(request);
        return;  // `open_` has changed
    }
}

void Hosted::mark(const trace::Record& record) {
    const trace::Event& event = record.event;
    switch (static_cast<MarkKind>(event.method)) {
        case MarkKind::kProviderServices: {
            is_active_ = true;
            const auto provider = static_cast<std::uint32_t>(event.value);
            services_[event.object] = provider;
            providers_[provider].id = provider;
            break;
        }
        case MarkKind::kProviderState: {
            is_active_ = true;
            Provider& provider = providers_[event.object];
            provider.id = event.object;
            const auto state = static_cast<ProviderState>(event.value);
            if (state == ProviderState::kPure || state == ProviderState::kNotPure) {
                provider.is_pure = state == ProviderState::kPure;
                tells_purity_ = true;
            }
            if (state == ProviderState::kReleased && provider.released == kNowhere)
                provider.released = record.index;
            break;
        }
        case MarkKind::kLoanEnded:
            loan_ended(event.object);
            break;
        case MarkKind::kEventsProvided:
        case MarkKind::kUpcallToFail:
        case MarkKind::kHostRest:
        case MarkKind::kThreadToken:
        case MarkKind::kStubAsked:
            is_active_ = true;
            break;
        default:
            break;
    }
}

}  // namespace wbemcheck::contract
