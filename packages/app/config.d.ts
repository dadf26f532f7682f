export interface Config {
  auth?: {
    providers?: {
      lab?: {
        /**
         * The people that the sign-in page offers.
         *
         * @deepVisibility frontend
         */
        people?: Array<{
          name: string;
          displayName: string;
          email: string;
          role: string;
        }>;
      };
    };
  };
}
