//! What several integration tests need.
