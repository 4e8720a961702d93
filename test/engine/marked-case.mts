/** A case as a practice system without an API sends it. */
export const markedCase = {
	eventId: 'mark-1',
	markedAt: '2026-11-20T10:00:00Z',
	patient: { id: '501', name: 'Biscuit', species: 'Dog' },
	owner: { id: '88', name: 'Olive Owner' },
};
