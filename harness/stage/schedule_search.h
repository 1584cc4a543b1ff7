// Which schedules are played: depth-first over the turns that are open at each rest point, each order once, or drawn from
// a seed. Knows nothing of threads: it is asked for a turn, and told when a schedule has ended.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <vector>

#include "harness/stage/turn.h"

namespace wbemcheck::stage {

// Decides what goes next. Used by one thread.
class TurnChooser {
public:
    virtual ~TurnChooser() = default;
    TurnChooser() = default;
    TurnChooser(const TurnChooser&) = delete;
    TurnChooser& operator=(const TurnChooser&) = delete;

    // One of the open turns, of which there is at least one; empty: the chooser has no more to say, and what is held goes
    // on by itself, in its order, while the client begins nothing new.
    [[nodiscard]] virtual std::optional<Turn> choose(std::span<const Turn> open) = 0;
};

// Plays a schedule that is given. A turn that is not open is left out, so that a schedule with turns taken away is still
// one: that is what makes it smaller. Before a callback that is not there yet, what keeps it from coming goes on: the AddRef
// of its sink.
class FixedSchedule final : public TurnChooser {
public:
    explicit FixedSchedule(Schedule schedule) : schedule_(std::move(schedule)) {}
    [[nodiscard]] std::optional<Turn> choose(std::span<const Turn> open) override;

private:
    const Schedule schedule_;
    std::size_t next_ = 0;
};

// Held callbacks first, then the client's actions in their order: everything as early as it can.
class FirstOrder final : public TurnChooser {
public:
    [[nodiscard]] std::optional<Turn> choose(std::span<const Turn> open) override { return open.front(); }
};

// Depth-first, with sleep sets: of orders that differ only in independent turns one is played (Godefroid, "Partial-Order
// Methods for the Verification of Concurrent Systems", 1996). With a bound on preemptions the sleep sets are left out, since
// the order that they leave may be one that the bound forbids.
//
// Requires: the same turns lead to the same open turns. Where they do not, `has_diverged` says so, and the search goes on
// with what is there.
class DepthFirstSearch final : public TurnChooser {
public:
    explicit DepthFirstSearch(std::optional<unsigned> preemptions) : preemptions_(preemptions) {}

    [[nodiscard]] std::optional<Turn> choose(std::span<const Turn> open) override;

    // Ends the schedule that is being played, and turns to the next one; false when there is none.
    [[nodiscard]] bool advance();

    // Whether the schedule since the last advance was one of its own; if not, all of its continuations were played already.
    [[nodiscard]] bool is_redundant() const noexcept { return is_redundant_; }
    // Whether the world did something else since the last advance than it did after the same turns before.
    [[nodiscard]] bool has_diverged() const noexcept { return has_diverged_; }
    // The turns chosen since the last advance.
    [[nodiscard]] const Schedule& played() const noexcept { return played_; }

private:
    struct Node {
        std::vector<Turn> open;
        std::vector<Turn> asleep;  // whose orders from here on were played from an earlier node
        std::vector<Turn> done;    // chosen here before
        Turn chosen;
        unsigned preemptions = 0;  // up to here
    };

    [[nodiscard]] bool is_allowed(const Node& node, std::size_t depth, const Turn& turn) const;
    [[nodiscard]] std::optional<Turn> first_choice(const Node& node, std::size_t depth) const;
    [[nodiscard]] bool is_preemption(std::size_t depth, std::span<const Turn> open, const Turn& turn) const;

    const std::optional<unsigned> preemptions_;
    std::vector<Node> path_;
    std::size_t depth_ = 0;
    Schedule played_;
    bool is_redundant_ = false;
    bool has_diverged_ = false;
};

// Any of the open turns, drawn from a seed.
class RandomSearch final : public TurnChooser {
public:
    explicit RandomSearch(std::uint64_t seed) : random_(seed) {}
    [[nodiscard]] std::optional<Turn> choose(std::span<const Turn> open) override;

    [[nodiscard]] const Schedule& played() const noexcept { return played_; }
    void begin() { played_.clear(); }

private:
    std::mt19937_64 random_;
    Schedule played_;
};

}  // namespace wbemcheck::stage
