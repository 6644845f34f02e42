package io.filstore.db.jobs;

/**
 * The kinds of work; each job carries the id of the row that it is about and reads everything else
 * there.
 */
public enum JobName {
  /** Subject: upload id. Staged files become a CAR, CIDs and a piece. */
  PACK("pack"),
  /** Subject: piece CID v1. Builds a damaged CAR anew. */
  REBUILD("rebuild"),
  /** Subject: piece CID v1. Brings a piece to the policy's number of deals. */
  PLAN("plan"),
  /** Subject: deal id. Takes one step of one deal. */
  DEAL("deal"),
  /** Subject: reclaim id. Takes one step of taking expired allocations' DataCap back. */
  RECLAIM("reclaim"),
  /** Subject: event number. Delivers one event to the status webhook. */
  WEBHOOK("webhook"),
  /**
   * Subject: webhook id, a slash, event number. Delivers one event to one webhook of an account.
   */
  WEBHOOK_DELIVERY("webhook-delivery");

  private final String task;

  JobName(String task) {
    this.task = task;
  }

  /** The task name in the job table. */
  public String task() {
    return task;
  }
}
