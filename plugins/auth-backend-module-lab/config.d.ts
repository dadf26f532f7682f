export interface Config {
  auth?: {
    providers?: {
      /** Sign in as one of the lab's people; refused by a production backend. */
      lab?: {
        /** The people that one can choose from. */
        people: Array<{
          /** Name of the User entity in the catalog. */
          name: string;
          displayName: string;
          email: string;
          /** What the sign-in page says of them. */
          role: string;
        }>;
      };
    };
  };
}
