#include "harness/trace/piece_supply.h"

#include <exception>
#include <system_error>
#include <utility>

namespace wbemcheck::trace {
namespace {

constexpr std::size_t kPageSize = 4096;  // the smallest of the platforms

// A store makes the page, a load would only map what is there.
void touch(std::byte* piece, std::size_t size) noexcept {
    for (std::size_t place = 0; place < size; place += kPageSize) {
        *const_cast<volatile std::byte*>(piece + place) = std::byte{0};
    }
}

}  // namespace

PieceSupply::PieceSupply(MappedFile file, std::uint64_t begin, std::size_t piece_size)
    : piece_size_(piece_size), file_(std::move(file)), end_(begin) {}

PieceSupply::~PieceSupply() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    wanted_.notify_one();
    if (thread_.joinable()) thread_.join();
}

std::byte* PieceSupply::map_next() {
    std::byte* const piece = file_.map(end_, piece_size_);
    end_ += piece_size_;
    return piece;
}

std::byte* PieceSupply::next() {
    std::unique_lock lock(mutex_);
    if (ready_.empty()) changed_.wait(lock, [&] { return !is_busy_ || !ready_.empty(); });
    if (ready_.empty()) {
        if (to_make_ > 0) --to_make_;  // this is one of them
        return map_next();
    }
    std::byte* const piece = ready_.front();
    ready_.pop_front();
    return piece;
}

void PieceSupply::make_ready(std::size_t pieces) noexcept {
    const std::lock_guard lock(mutex_);
    const std::size_t coming = ready_.size() + (is_busy_ ? 1 : 0);
    if (coming >= pieces) return;
    to_make_ = pieces - coming;
    if (!thread_.joinable()) {
        try {
            thread_ = std::thread([this] { work_ahead(); });
        } catch (const std::system_error&) {
            to_make_ = 0;
            return;
        }
    }
    wanted_.notify_one();
}

void PieceSupply::work_ahead() noexcept {
    std::unique_lock lock(mutex_);
    while (true) {
        wanted_.wait(lock, [&] { return is_stopping_ || to_make_ > 0; });
        if (is_stopping_) return;
        --to_make_;
        is_busy_ = true;
        lock.unlock();
        std::byte* piece = nullptr;
        try {
            piece = map_next();
            touch(piece, piece_size_);
        } catch (const std::exception&) {
            // The disk is full, or memory is: whoever needs the piece tries once more, and is told.
        }
        lock.lock();
        is_busy_ = false;
        if (piece == nullptr) {
            to_make_ = 0;
        } else {
            ready_.push_back(piece);
        }
        changed_.notify_all();
    }
}

}  // namespace wbemcheck::trace
