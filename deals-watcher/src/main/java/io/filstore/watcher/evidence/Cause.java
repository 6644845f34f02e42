package io.filstore.watcher.evidence;

/**
 * Why a deal left its healthy course.
 *
 * @param code stable word for programs
 * @param text sentence for people; a provider's own words where it gave any
 */
public record Cause(String code, String text) {}
