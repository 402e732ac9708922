/* steps.c - move a ticket through its workflow, close and cancel it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-c/json.h>
#include <strings.h>

#include "fake/api.h"
#include "fake/exchange.h"
#include "fake/fake.h"
#include "fake/field.h"

/* Does it, or pretends to. */
static void
move(struct exchange *x, struct ticket *ticket, const struct step *step,
	const struct thing *reason)
{
	struct habits *habits = &x->fake->habits;

	if (habit_use(habits, HABIT_STEP_ERRORS_IN_200)) {
		answer_errors(x, 200, "WorkflowStepId",
			"The ticket could not be moved", NULL);
		return;
	}
	ticket->touched = true;
	ticket_set_step(ticket, step, reason);
	answer_item(x, 200,
		ticket_detail(ticket, habit(habits, HABIT_TICKET_DATE_OFFSET)));
}

void
step_move_serve(struct exchange *x)
{
	struct ticket *ticket = api_ticket(x);
	const struct step *step = site_step(x->arg[1]);
	const struct habits *habits = &x->fake->habits;
	bool reopens;

	if (ticket == NULL)
		return;
	reopens = ticket->step->is_closed && step != NULL && !step->is_closed;
	if (step == NULL)
		answer_message(x, 400, "The workflow has no such step.");
	else if (habit(habits, HABIT_REFUSE_STEPS) || step == ticket->step ||
		 (reopens && habit(habits, HABIT_REFUSE_REOPEN)))
		answer_message(x, 400,
			"The workflow does not allow to go from \"%s\" to "
			"\"%s\".",
			ticket->step->name, step->name);
	else
		move(x, ticket, step,
			step->is_closed ? &site_reasons.rows[1] : NULL);
}

static void
end(struct exchange *x, const struct step *step)
{
	struct ticket *ticket = api_ticket(x);
	const struct thing *reason = table_find(
		&site_reasons, get_text(x->json, "CloseReasonTypeId"));

	if (ticket == NULL)
		return;
	if (reason == NULL)
		answer_errors(x, 400, "CloseReasonTypeId",
			"CloseReasonTypeId is required", NULL);
	else if (ticket->step->is_closed)
		answer_message(x, 400, "The ticket is already closed.");
	else if (habit(&x->fake->habits, HABIT_REFUSE_CLOSE))
		answer_message(x, 400,
			"The workflow does not allow to close "
			"the ticket this way.");
	else
		move(x, ticket, step, reason);
}

void
step_close_serve(struct exchange *x)
{
	end(x, &site_steps[STEP_RESOLVED]);
}

void
step_cancel_serve(struct exchange *x)
{
	end(x, &site_steps[STEP_CANCELLED]);
}

void
step_duplicate_serve(struct exchange *x)
{
	struct ticket *ticket = api_ticket(x);
	struct ticket *original = ticket_find(&x->fake->tickets, x->arg[1]);

	if (ticket == NULL)
		return;
	if (original == NULL || original == ticket) {
		answer_message(x, 400, "The original ticket is not known.");
		return;
	}
	ticket->duplicate_of = original;
	move(x, ticket, &site_steps[STEP_RESOLVED], &site_reasons.rows[3]);
}
