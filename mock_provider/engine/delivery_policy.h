// How an operation talks to its sink, and what it makes of the answers. This is the seam for defects: the engine decides
// when something is due, a policy carries it out. DirectDelivery keeps the whole contract; whatever breaks a clause
// derives from it or wraps it, and the engine never knows.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"

namespace wbemcheck::mock {

class Operation;

// The last SetStatus of an operation.
struct FinalStatus {
    HRESULT result = WBEM_S_NO_ERROR;
    BSTR text = nullptr;                 // borrowed
    IWbemClassObject* object = nullptr;  // borrowed
};

// One operation's hold on its sink. The engine calls it in this order: `accept`, then callbacks one at a time, then
// DeliveryPolicy::finish; from different threads, never from two at once.
class SinkPort {
public:
    virtual ~SinkPort() = default;
    SinkPort() = default;
    SinkPort(const SinkPort&) = delete;
    SinkPort& operator=(const SinkPort&) = delete;

    // The operation is accepted: takes its reference (REF-1, REF-9). The sink has not been touched before (REF-2b).
    virtual void accept() noexcept = 0;
    virtual HRESULT indicate(std::span<IWbemClassObject*> objects) noexcept = 0;
    virtual HRESULT report_progress(HRESULT progress) noexcept = 0;
    virtual HRESULT send_final(const FinalStatus& final_status) noexcept = 0;
    virtual void release() noexcept = 0;
};

// Shared by all operations; thread-safe.
class DeliveryPolicy {
public:
    virtual ~DeliveryPolicy() = default;
    DeliveryPolicy() = default;
    DeliveryPolicy(const DeliveryPolicy&) = delete;
    DeliveryPolicy& operator=(const DeliveryPolicy&) = delete;

    // A port for one operation. Does not touch the sink yet. May throw.
    [[nodiscard]] virtual std::unique_ptr<SinkPort> open(IWbemObjectSink& sink) const = 0;

    // Whether what a callback returned ends the operation.
    [[nodiscard]] virtual bool is_refusal(HRESULT answer) const noexcept = 0;

    // The end of an operation: called exactly once, when no callback is in progress.
    virtual void finish(SinkPort& port, const FinalStatus& final_status) const noexcept = 0;
    // The same when the client cannot be called (SEC-1, STA-21).
    virtual void lose(SinkPort& port) const noexcept = 0;

    // Which of the pending operations on one sink a cancel is about. Not empty, in the order in which they began.
    virtual void choose_cancelled(std::vector<std::shared_ptr<Operation>>& pending) const = 0;
};

class DirectDelivery : public DeliveryPolicy {
public:
    [[nodiscard]] std::unique_ptr<SinkPort> open(IWbemObjectSink& sink) const override;
    [[nodiscard]] bool is_refusal(HRESULT answer) const noexcept override;
    void finish(SinkPort& port, const FinalStatus& final_status) const noexcept override;
    void lose(SinkPort& port) const noexcept override;
    void choose_cancelled(std::vector<std::shared_ptr<Operation>>& pending) const override;
};

}  // namespace wbemcheck::mock
