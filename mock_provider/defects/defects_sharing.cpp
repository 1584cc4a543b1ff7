// REF-9: operations on one sink that do not have a reference each.
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "mock_provider/defects/families.h"
#include "mock_provider/defects/uncounted_port.h"

namespace wbemcheck::mock {

namespace {

// How many operations there are on each sink. Thread-safe.
class SinkCounts {
public:
    // The number afterwards.
    std::size_t add(IWbemObjectSink& sink) {
        const std::scoped_lock lock(mutex_);
        return ++counts_[&sink];
    }
    // The number afterwards.
    std::size_t remove(IWbemObjectSink& sink) {
        const std::scoped_lock lock(mutex_);
        std::size_t& count = counts_[&sink];
        return count == 0 ? 0 : --count;
    }
    // The number before.
    std::size_t remove_all(IWbemObjectSink& sink) {
        const std::scoped_lock lock(mutex_);
        return std::exchange(counts_[&sink], 0);
    }

private:
    std::mutex mutex_;
    std::map<IWbemObjectSink*, std::size_t> counts_;  // guarded by mutex_
};

class SharingPort : public UncountedPort {
public:
    SharingPort(std::unique_ptr<SinkPort> inner, IWbemObjectSink& sink, const CallInfo& call,
                std::shared_ptr<SinkCounts> counts)
        : UncountedPort(std::move(inner), sink, call), counts_(std::move(counts)) {}

protected:
    [[nodiscard]] SinkCounts& counts() const noexcept { return *counts_; }

private:
    const std::shared_ptr<SinkCounts> counts_;
};

// One reference serves all: the first operation takes it, the last gives it back.
class OneReferencePort final : public SharingPort {
public:
    using SharingPort::SharingPort;

    void accept() noexcept override {
        if (counts().add(sink()) == 1) {
            sink().AddRef();
        }
    }
    void release() noexcept override {
        if (counts().remove(sink()) == 0) {
            sink().Release();
        }
    }
};

// The end of one operation gives the references of all away.
class ReleaseForAllPort final : public SharingPort {
public:
    using SharingPort::SharingPort;

    void accept() noexcept override {
        counts().add(sink());
        sink().AddRef();
    }
    void release() noexcept override {
        for (std::size_t left = counts().remove_all(sink()); left != 0; --left) {
            sink().Release();
        }
    }
};

constexpr DefectEntry kDefects[] = {
    {{"shared-sink-counted-once", "Operations on a sink that has one pending already take no reference of their own.",
      clauses<"REF-9">},
     [](Seams& seams) { filter_ports<OneReferencePort>(seams, any_finite_call, std::make_shared<SinkCounts>()); }},
    {{"shared-sink-released-at-first-final",
      "The first of several operations on a sink that ends releases the references of all.",
      clauses<"REF-9", "REF-4", "REF-6">},
     [](Seams& seams) { filter_ports<ReleaseForAllPort>(seams, any_finite_call, std::make_shared<SinkCounts>()); }},
};

}  // namespace

std::span<const DefectEntry> sharing_defects() noexcept { return kDefects; }

}  // namespace wbemcheck::mock
