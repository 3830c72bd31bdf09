// A job's page: when the job has ended well, or with failures to look at, its result is shown at once.

const job = document.getElementById("job");

document.body.addEventListener("htmx:sseMessage", (event) => {
  // A job that goes on, such as a trial, may be ready before it ends.
  if (job?.querySelector("[data-ready]")) location.assign(job.dataset.then);
  if (event.detail.type !== "ended") return;
  const standing = job?.querySelector(".standing");
  standing?.setAttribute("data-ended", "");
  if (job?.querySelector("details[open]") === null) location.assign(job.dataset.then);
});
