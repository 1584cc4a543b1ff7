// The pieces of a growing trace file, with their pages touched before the writer comes to them: the first store into a page of a
// mapped file costs a hundred times what the next ones cost.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>

#include "harness/trace/mapped_file.h"

namespace wbemcheck::trace {

// Thread-safe. The thread that works ahead is started when pieces are asked for ahead for the first time: a short trace has none.
class PieceSupply {
public:
    // Pieces of `piece_size` bytes, which is a multiple of the mapping granularity, from `begin` on.
    PieceSupply(MappedFile file, std::uint64_t begin, std::size_t piece_size);
    // Waits for the thread. The pieces go with the file.
    ~PieceSupply();
    PieceSupply(const PieceSupply&) = delete;
    PieceSupply& operator=(const PieceSupply&) = delete;

    // The next piece of the file, which stays where it is for as long as the supply. One that is being made ready is waited for;
    // where none is, it is mapped now. Throws TraceError when the file cannot grow.
    [[nodiscard]] std::byte* next();

    // Has pieces made ready until there are so many, once: what `next` takes of them is not made up for. What goes wrong then, `next`
    // will say. A thread that cannot be had is done without.
    void make_ready(std::size_t pieces) noexcept;

private:
    void work_ahead() noexcept;
    [[nodiscard]] std::byte* map_next();

    const std::size_t piece_size_;
    std::mutex mutex_;
    std::condition_variable wanted_;   // with mutex_: to_make_ or is_stopping_ has changed
    std::condition_variable changed_;  // with mutex_: is_busy_ or ready_ has changed
    // Guarded by mutex_, but for the thread while is_busy_: nobody else touches these two then.
    MappedFile file_;
    std::uint64_t end_;
    std::deque<std::byte*> ready_;   // guarded by mutex_
    std::size_t to_make_ = 0;        // guarded by mutex_: pieces that the thread has still to begin with
    bool is_busy_ = false;           // guarded by mutex_: the thread maps a piece
    bool is_stopping_ = false;       // guarded by mutex_
    std::thread thread_;             // started with mutex_ held
};

}  // namespace wbemcheck::trace
